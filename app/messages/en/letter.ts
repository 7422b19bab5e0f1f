/** Words of the area "letter". */
export const letter = {};
