@NullMarked
package dev.stepwell.http.aws.operation;

import org.jspecify.annotations.NullMarked;
