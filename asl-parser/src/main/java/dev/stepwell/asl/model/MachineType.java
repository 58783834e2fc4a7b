package dev.stepwell.asl.model;

/**
 * How a state machine runs; an Express machine lacks a part of the language. Source: asl.md §10.
 */
public enum MachineType {
  STANDARD,
  EXPRESS
}
