/** A text to try, with mistakes of several kinds. */
export const SAMPLE = `Dear Ms Carter,

Thank you for you email. I am writing to confirm that our team have finish the report last week. He contain an analyse of the customer feedbacks from the last three month, and it show that most peoples is happy with the new service.

However, there was some problem with the delivery. Their are two reason for this. Firstly, the driver didn't knew the adress. Secondly, the weather was more worse then we expected.

We will definately improve this untill next month. I am looking forward to hear from you.

Kind regards,
Tomasz`;
