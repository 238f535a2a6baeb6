export { FhirAdapter } from './fhir-adapter';
