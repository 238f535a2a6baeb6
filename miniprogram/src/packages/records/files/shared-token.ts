/** Links of shared reports open in a browser; WeChat's own pages have no fragment. */
export const sharedToken = (): string => '';
