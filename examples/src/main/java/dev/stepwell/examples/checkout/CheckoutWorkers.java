package dev.stepwell.examples.checkout;

import dev.stepwell.examples.checkout.Payments.PaymentUnavailable;
import dev.stepwell.worker.ActivityWorker;
import dev.stepwell.worker.StatesClient;
import dev.stepwell.worker.TaskContext;
import dev.stepwell.worker.TaskHandler;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The three workers of the checkout, on one connection pool. */
public final class CheckoutWorkers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckoutWorkers.class);
  private static final String DEFAULT_ENDPOINT = "http://127.0.0.1:8083";

  private final StatesClient client;
  private final Payments payments;
  private final List<ActivityWorker> workers;

  private CheckoutWorkers(URI endpoint, Payments payments) {
    this.client = new StatesClient(endpoint);
    this.payments = payments;
    this.workers =
        List.of(
            worker(CheckoutWorkflow.CHECK_OUT, ActivityWorker.typed(Order.class, this::checkOut)),
            worker(
                CheckoutWorkflow.APPLY_DISCOUNT,
                ActivityWorker.typed(Bill.class, (context, bill) -> Checkout.applyDiscount(bill))),
            worker(
                CheckoutWorkflow.DISPLAY_TOTAL,
                ActivityWorker.typed(Bill.class, (context, bill) -> Checkout.displayTotal(bill))));
  }

  /** Starts the workers, with payments that are only written to the log. */
  public static CheckoutWorkers start(URI endpoint) {
    return start(endpoint, total -> LOG.info("Charged {}", total));
  }

  /**
   * Starts the workers; they create their activities and poll until they are closed.
   *
   * @param payments where CheckOut charges the customer
   */
  public static CheckoutWorkers start(URI endpoint, Payments payments) {
    var checkoutWorkers = new CheckoutWorkers(endpoint, payments);
    checkoutWorkers.workers.forEach(ActivityWorker::start);
    return checkoutWorkers;
  }

  /**
   * Waits until the service knows all three activities, so that executions can schedule tasks for
   * them.
   *
   * @param timeout for each of the three
   */
  public void awaitActivities(Duration timeout) throws InterruptedException, TimeoutException {
    for (ActivityWorker worker : workers) {
      worker.awaitActivityArn(timeout);
    }
  }

  /** Lets running tasks finish, then closes the workers. */
  @Override
  public void close() {
    workers.forEach(ActivityWorker::close);
    client.close();
  }

  private Bill checkOut(TaskContext context, Order order) throws PaymentUnavailable {
    Bill bill = Checkout.addTax(order);
    payments.charge(bill.total());
    return bill;
  }

  private ActivityWorker worker(String activity, TaskHandler handler) {
    return ActivityWorker.builder().client(client).activityName(activity).handler(handler).build();
  }

  /** Runs the workers until the process is stopped; the only argument is the server's URL. */
  public static void main(String[] args) throws InterruptedException {
    var endpoint = URI.create(args.length > 0 ? args[0] : DEFAULT_ENDPOINT);
    var workers = start(endpoint);
    Runtime.getRuntime().addShutdownHook(new Thread(workers::close, "close-workers"));
    LOG.info("The workers of {} poll {}; Ctrl-C stops them", CheckoutWorkflow.NAME, endpoint);
  }
}
