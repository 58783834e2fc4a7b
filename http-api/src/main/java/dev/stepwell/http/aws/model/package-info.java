/**
 * AWS's description of the API and the checks that follow from it. Depends on nothing else here.
 */
@NullMarked
package dev.stepwell.http.aws.model;

import org.jspecify.annotations.NullMarked;
