/** Words of the area "dev". */
export const dev = {};
