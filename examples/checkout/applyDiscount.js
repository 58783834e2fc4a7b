// Takes ten percent off the total. As it runs on AWS Lambda, unchanged.
const cents = (value) => Math.round(value * 100) / 100;

exports.handler = async (event) => {
  const discount = cents(event.total * 0.1);
  return { ...event, discount, total: cents(event.total - discount) };
};
