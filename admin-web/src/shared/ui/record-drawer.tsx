import type { ReactNode } from 'react';
import type { OperationName } from '@/shared/api/client';
import { FormDrawer } from './form-drawer';
import { useRefusals } from './use-refusals';

/** What the drawer beside a list works on: a row, a new one, or nothing while it is closed. */
export type Editing<Row> = Row | 'new' | null;

/** For both writes of such a drawer: what is refused stays under its fields, success closes it. */
export const savedBy = (onClose: () => void, ...refresh: OperationName[]) => ({
  ownsErrors: true,
  refresh,
  done: '已保存',
  onDone: onClose,
});

interface Refusable {
  onError: (error: unknown) => void;
}

interface Props<Row extends object, Values extends object> {
  /** What one row is: 院区, 医生. */
  noun: string;
  editing: Editing<Row>;
  onClose: () => void;
  /** What a new one starts with. */
  fresh: Partial<Values>;
  isSaving: boolean;
  onCreate: (values: Values, refusable: Refusable) => void;
  /** The version is of the row that was opened: who saves over a later one is told. */
  onUpdate: (row: Row, values: Values & { version: number }, refusable: Refusable) => void;
  width?: number | undefined;
  children: ReactNode;
}

/** The drawer that makes a new row of a list or changes one. */
export function RecordDrawer<
  Row extends Partial<Values> & { name: string; version: number },
  Values extends object,
>(props: Props<Row, Values>) {
  const { noun, editing, onCreate, onUpdate } = props;
  const { form, refuse } = useRefusals<Values>();
  const row = editing === 'new' ? null : editing;
  const submit = (values: Values): void => {
    if (row) onUpdate(row, { ...values, version: row.version }, { onError: refuse });
    else onCreate(values, { onError: refuse });
  };
  return (
    <FormDrawer<Values>
      title={row ? `修改${noun} ${row.name}` : `新增${noun}`}
      open={editing !== null}
      onClose={props.onClose}
      form={form}
      initial={row ?? props.fresh}
      isSaving={props.isSaving}
      onSubmit={submit}
      width={props.width}
    >
      {props.children}
    </FormDrawer>
  );
}
