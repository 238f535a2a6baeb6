/** What is said to patients, when and how often. */
export { messagingModule } from './messaging.module';
