export const boardClasses = [];
