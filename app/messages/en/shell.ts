/** Words of the frame around every page. */
export const shell = {
  siteName: 'Untolled',
  skipToContent: 'Skip to content',
};
