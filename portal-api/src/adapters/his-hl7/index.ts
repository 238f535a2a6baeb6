export { Hl7Adapter } from './hl7-adapter';
