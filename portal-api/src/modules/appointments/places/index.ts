import { FreedPlaces } from './freed-places';

export { FreedPlaces, type FreedPlace } from './freed-places';

export const placeClasses = [FreedPlaces];
