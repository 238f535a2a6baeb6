import {
  useRef,
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from 'react';
import './grid.css';

export interface GridRow {
  id: string;
  title: string;
  subtitle: string;
}

export interface GridColumn {
  id: string;
  title: ReactNode;
  isMarked?: boolean;
}

interface Props {
  label: string;
  rowTitle: string;
  rows: GridRow[];
  columns: GridColumn[];
  selected?: ReadonlySet<string>;
  cell: (row: GridRow, column: GridColumn) => ReactNode;
  cellLabel: (row: GridRow, column: GridColumn) => string;
  onOpen: (row: GridRow, column: GridColumn) => void;
  onToggle?: (keys: string[]) => void;
}

export const cellKey = (rowId: string, columnId: string): string => `${rowId}|${columnId}`;

const moves: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * Staff × days, walked with the arrow keys like a spreadsheet: one stop of Tab, Enter opens a cell,
 * space ticks it. A plain table, since antd's has no grid role and splits in two when its head sticks.
 */
export function Grid(props: Props) {
  const { rows, columns, onOpen, onToggle } = props;
  const table = useRef<HTMLTableElement>(null);
  const at = (row: number, column: number): HTMLElement | null =>
    table.current?.querySelector<HTMLElement>(`[data-cell="${row}:${column}"]`) ?? null;
  const target = (event: { target: EventTarget }): [number, number] | undefined => {
    const cell = event.target instanceof Element ? event.target.closest('[data-cell]') : null;
    const [row, column] = (cell?.getAttribute('data-cell') ?? '').split(':').map(Number);
    return row === undefined || column === undefined ? undefined : [row, column];
  };
  const act = (position: [number, number] | undefined, isToggle: boolean): void => {
    const row = rows[position?.[0] ?? -1];
    const column = columns[position?.[1] ?? -1];
    if (!row || !column) return;
    if (isToggle && onToggle) onToggle([cellKey(row.id, column.id)]);
    else onOpen(row, column);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const position = target(event);
    if (!position) return;
    const [row, column] = position;
    const move = moves[event.key];
    if (move) at(row + move[0], column + move[1])?.focus();
    else if (event.key === 'Home') at(row, 0)?.focus();
    else if (event.key === 'End') at(row, columns.length - 1)?.focus();
    else if (event.key === 'Enter' && event.target === at(row, column)) act(position, false);
    else if (event.key === ' ') act(position, true);
    else return;
    event.preventDefault();
  };
  // Only the cell last visited stops Tab; done on the DOM so that moving redraws nothing.
  const onFocus = (event: FocusEvent): void => {
    const position = target(event);
    const next = position && at(...position);
    if (!next) return;
    table.current?.querySelector('[data-cell][tabindex="0"]')?.setAttribute('tabindex', '-1');
    next.setAttribute('tabindex', '0');
  };
  const onClick = (event: MouseEvent): void => {
    if (event.target instanceof Element && event.target.closest('button, a, label')) return;
    act(target(event), event.ctrlKey || event.metaKey);
  };
  return (
    <div className="card grid-card">
      <table
        ref={table}
        role="grid"
        aria-label={props.label}
        aria-multiselectable={onToggle !== undefined}
        className="grid"
        onKeyDown={onKeyDown}
        onFocus={onFocus}
        onClick={onClick}
      >
        <GridHead {...props} />
        <tbody>
          {rows.map((row, index) => (
            <GridBodyRow key={row.id} row={row} index={index} {...props} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function GridHead({ rowTitle, columns }: Props) {
  return (
    <thead>
      <tr>
        <th scope="col" className="grid-corner">
          {rowTitle}
        </th>
        {columns.map((column) => (
          <th key={column.id} scope="col" data-marked={column.isMarked ?? false}>
            {column.title}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function GridBodyRow(props: Props & { row: GridRow; index: number }) {
  const { row, index, columns, selected, onToggle } = props;
  const keys = columns.map((column) => cellKey(row.id, column.id));
  const areAllTicked = keys.every((key) => selected?.has(key));
  return (
    <tr>
      <th scope="row">
        <span className="grid-name">
          {onToggle && (
            <input
              type="checkbox"
              aria-label={`选择 ${row.title} 整周`}
              checked={areAllTicked}
              onChange={() =>
                onToggle(areAllTicked ? keys : keys.filter((key) => !selected?.has(key)))
              }
            />
          )}
          <span>
            {row.title}
            <small>{row.subtitle}</small>
          </span>
        </span>
      </th>
      {columns.map((column, at) => (
        <td
          key={column.id}
          role="gridcell"
          data-cell={`${index}:${at}`}
          tabIndex={index === 0 && at === 0 ? 0 : -1}
          aria-label={props.cellLabel(row, column)}
          {...(onToggle ? { 'aria-selected': selected?.has(keys[at] ?? '') ?? false } : {})}
          data-marked={column.isMarked ?? false}
        >
          {props.cell(row, column)}
        </td>
      ))}
    </tr>
  );
}
