/** Days after which nothing kept points to the network that a form came from, but for the keys of measurements (decision 0015). Own choice. */
export const NETWORK_KEYS_DAYS = 30;

/** Days after its link has expired for which a form that nobody confirmed is kept: a mail that was late can be told apart from none. Own choice. */
export const UNCONFIRMED_FORMS_DAYS = 7;

/** Days for which a site without a mail server keeps the messages of `/dev/mailbox`. Own choice. */
export const KEPT_MESSAGES_DAYS = 30;

/** What one step of the retention did: how many rows it emptied or deleted. */
export interface RetentionStep {
  step:
    | 'network_keys'
    | 'forms'
    | 'unconfirmed_signatures'
    | 'kept_messages'
    | 'signatures'
    | 'letters'
    | 'people'
    | 'members';
  rows: number;
}
