/** Where the phone is, in GCJ-02: the coordinates of Chinese maps, in which branches are entered. */
export interface Position {
  latitude: number;
  longitude: number;
  accuracyMetres: number;
}

/** `refused`: the person said no, and must change it in the settings; `failed`: no position was found. */
type PositionProblem = 'refused' | 'failed';

export class PositionError extends Error {
  constructor(readonly problem: PositionProblem) {
    super(problem);
    this.name = 'PositionError';
  }
}
