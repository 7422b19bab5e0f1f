/** Words of the area "front". */
export const front = {};
