/**
 * The one application layer beneath every face: requests in, answers or refusals out. Depends on
 * everything in this module but on no face.
 */
@NullMarked
package dev.stepwell.engine.service;

import org.jspecify.annotations.NullMarked;
