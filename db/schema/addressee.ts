/**
 * Who a letter may be addressed to: the campaign's FCC docket, the FCC as an informal complaint about the sender's own ISP, the FTC, the attorney
 * general and the utility commission of the sender's state, and two offices of the sender's ISP.
 */
export const ADDRESSEE_KINDS = [
  'fcc_docket',
  'fcc_complaint',
  'ftc',
  'attorney_general',
  'utility_commission',
  'isp_customer_relations',
  'isp_headquarters',
] as const;
