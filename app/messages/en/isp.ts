/** Words of the area "isp". */
export const isp = {};
