/**
 * Which resources a Task state can call: the forms of their ARNs and the table of services. Depends
 * on {@code asl.model} only.
 */
@NullMarked
package dev.stepwell.asl.resource;

import org.jspecify.annotations.NullMarked;
