package dev.stepwell.http.server;

import dev.stepwell.engine.service.Activities;
import dev.stepwell.engine.service.ActivityTasks;
import dev.stepwell.engine.service.Executions;
import dev.stepwell.engine.service.StateMachines;

/**
 * The application layer that every face is put before.
 *
 * @param releasePolls makes waiting pollers answer at once
 */
record Services(
    StateMachines stateMachines,
    Activities activities,
    Executions executions,
    ActivityTasks activityTasks,
    Runnable releasePolls) {}
