/** Words of the area "submission": corrections, replies of ISPs, and the pages that confirm what was handed in. */
export const submission = {
  replies: {
    replyOf: (isp: string) => `Reply of ${isp}`,
    author: (name: string, role: string) => `${name}, ${role}.`,
    provedBy: (domain: string) => `Sent from a mailbox at ${domain}.`,
    unedited: 'Published as received, not edited by us.',
    withdrawn: 'This reply was withdrawn on',
    withdrawnWhy: 'The reason:',
    receivedOn: 'Received on',
    invitation: 'Do you speak for this ISP? Your reply is published here, word for word.',
    write: 'Write a reply',
  },
};
