/** Which state may follow which, as data: the same table rules the code and the SQL. */
export interface StateTable<S extends string> {
  readonly states: readonly S[];
  canMove(from: S, to: S): boolean;
  /** The states from which `to` may be reached, for `where state = any(…)`. */
  sourcesOf(to: S): S[];
}

export function stateTable<S extends string>(moves: Record<S, readonly S[]>): StateTable<S> {
  const states = Object.keys(moves) as S[];
  return {
    states,
    canMove: (from, to) => moves[from].includes(to),
    sourcesOf: (to) => states.filter((from) => moves[from].includes(to)),
  };
}
