/** Words of the area "pages". */
export const pages = {};
