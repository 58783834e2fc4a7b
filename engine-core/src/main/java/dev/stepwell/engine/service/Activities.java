package dev.stepwell.engine.service;

/** Activities as callers see them. */
public final class Activities {}
