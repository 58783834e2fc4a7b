@NullMarked
package dev.stepwell.http.server;

import org.jspecify.annotations.NullMarked;
