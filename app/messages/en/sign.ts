/** Words of the area "sign". */
export const sign = {};
