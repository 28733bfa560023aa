/** A text to try, with mistakes of several kinds. */
export const SAMPLE = `Thank you for your email. I am writing to confirm that our team have finish the report last week. It contain the customer feedbacks from the last three month, and it show that most peoples is happy with the new service.

However, there was some problem with the delivery. Their are two reason for this. One is that the driver didn't knew the adress. The other is that the weather was more worse then we expected.

We will definately improve this untill next month, and I am looking forward to hear from you.`;
