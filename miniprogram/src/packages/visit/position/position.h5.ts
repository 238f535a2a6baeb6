import { toGcj02 } from './gcj02';
import { PositionError, type Position } from './position-error';

const patienceMs = 10_000;

/** Browsers answer in WGS-84; Chinese maps, and so our branches, stand in GCJ-02. */
export function readPosition(): Promise<Position> {
  return new Promise((resolve, reject) => {
    if (!('geolocation' in navigator)) {
      reject(new PositionError('failed'));
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ ...toGcj02(coords), accuracyMetres: coords.accuracy }),
      ({ code }) => reject(new PositionError(code === 1 ? 'refused' : 'failed')),
      { enableHighAccuracy: true, timeout: patienceMs, maximumAge: 10_000 },
    );
  });
}

/** A browser has no page of ours for that. */
export const openPermissions: (() => void) | null = null;
