@NullMarked
package dev.stepwell.http.aws.model;

import org.jspecify.annotations.NullMarked;
