/** The example of docs/integrations.md. */
@NullMarked
package com.example.acme;

import org.jspecify.annotations.NullMarked;
