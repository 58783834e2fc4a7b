// Says what is to pay. As it runs on AWS Lambda, unchanged; this one is in the older style, with a callback.
exports.handler = (event, context, callback) => {
  callback(null, { message: `Your total is ${event.total.toFixed(2)}`, total: event.total });
};
