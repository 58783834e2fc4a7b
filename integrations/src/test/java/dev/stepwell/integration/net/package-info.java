/** Tests of where requests may go, and of what may come back. */
@NullMarked
package dev.stepwell.integration.net;

import org.jspecify.annotations.NullMarked;
