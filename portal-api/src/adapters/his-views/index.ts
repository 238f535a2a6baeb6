export { ViewsAdapter } from './views-adapter';
