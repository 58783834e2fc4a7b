// Adds the tax to an order and charges the customer. As it runs on AWS Lambda, unchanged.
const cents = (value) => Math.round(value * 100) / 100;

exports.handler = async (event) => {
  if (!(event.amount > 0)) {
    const error = new Error(`The amount must be more than zero, not ${event.amount}`);
    error.name = 'InvalidOrder';
    throw error;
  }
  const tax = cents(event.amount * 0.1);
  const total = cents(event.amount + tax);
  console.log(`Charged ${total.toFixed(2)}`);
  return { amount: event.amount, tax, discount: 0, total };
};
