/** Words of the area "campaign". */
export const campaign = {};
