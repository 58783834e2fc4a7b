/**
 * One small class per operation of the API. Depends on the engine's services only; no business
 * logic.
 */
@NullMarked
package dev.stepwell.http.aws.operation;

import org.jspecify.annotations.NullMarked;
