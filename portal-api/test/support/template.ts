export const TEMPLATE = 'suizhen_template';
