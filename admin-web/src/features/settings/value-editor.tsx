import { Checkbox, Input, InputNumber, Radio, Select, Switch, TimePicker } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import {
  choicesOf,
  editorFor,
  optionalPart,
  textOf,
  type Json,
  type ValueSchema,
} from './setting-schema';

interface Props {
  id?: string;
  label: string;
  schema: ValueSchema;
  words: Record<string, string>;
  value?: Json;
  onChange?: (value: Json) => void;
}

const MAX_RADIO = 5;
const limits = ({ minimum, maximum }: ValueSchema) => ({
  ...(minimum !== undefined && Number.isFinite(minimum) ? { min: minimum } : {}),
  ...(maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? { max: maximum } : {}),
});

/** The fitting editor for a setting's value, chosen by its schema. */
export function ValueEditor(props: Props) {
  const { id, label, schema, value, onChange } = props;
  const named = { 'aria-label': label, ...(id === undefined ? {} : { id }) };
  switch (editorFor(schema)) {
    case 'switch':
      return <Switch {...named} checked={value === true} onChange={(on) => onChange?.(on)} />;
    case 'number':
      return (
        <InputNumber<number>
          {...named}
          {...limits(schema)}
          precision={schema.type === 'integer' ? 0 : 2}
          style={{ width: 160 }}
          value={typeof value === 'number' ? value : null}
          onChange={(next) => onChange?.(next)}
        />
      );
    case 'time':
      return (
        <TimePicker
          {...named}
          format="HH:mm"
          minuteStep={5}
          allowClear={false}
          needConfirm={false}
          value={typeof value === 'string' && value ? dayjs(`2000-01-01T${value}`) : null}
          onChange={(time) => onChange?.(time ? time.format('HH:mm') : '')}
        />
      );
    case 'text':
    case 'long-text':
      return <TextEditor {...props} />;
    case 'choice':
      return <ChoiceEditor {...props} />;
    case 'choices':
    case 'words':
    case 'numbers':
      return <ListEditor {...props} />;
    case 'optional':
      return <OptionalEditor {...props} />;
    case 'group':
      return <GroupEditor {...props} />;
    case 'json':
      return <JsonEditor {...props} />;
  }
}

function TextEditor({ id, label, schema, value, onChange }: Props) {
  const shared = {
    ...(id === undefined ? {} : { id }),
    'aria-label': label,
    value: typeof value === 'string' ? value : '',
    ...(schema.maxLength === undefined ? {} : { maxLength: schema.maxLength, showCount: true }),
  };
  return editorFor(schema) === 'long-text' ? (
    <Input.TextArea {...shared} rows={4} onChange={(event) => onChange?.(event.target.value)} />
  ) : (
    <Input {...shared} onChange={(event) => onChange?.(event.target.value)} />
  );
}

function ChoiceEditor({ id, label, schema, words, value, onChange }: Props) {
  const options = choicesOf(schema).map((one) => ({
    value: textOf(one),
    label: words[textOf(one)] ?? textOf(one),
  }));
  const choose = (text: string): void => {
    const chosen = choicesOf(schema).find((one) => textOf(one) === text);
    if (chosen !== undefined) onChange?.(chosen);
  };
  if (options.length > MAX_RADIO) {
    return (
      <Select
        aria-label={label}
        {...(id === undefined ? {} : { id })}
        value={textOf(value)}
        options={options}
        onChange={choose}
      />
    );
  }
  return (
    <Radio.Group
      aria-label={label}
      vertical
      value={textOf(value)}
      options={options}
      onChange={(event) => choose(String(event.target.value))}
    />
  );
}

function ListEditor({ label, schema, words, value, onChange }: Props) {
  const list = Array.isArray(value) ? value : [];
  const kind = editorFor(schema);
  if (kind === 'choices') {
    return (
      <Checkbox.Group
        aria-label={label}
        value={list.map(textOf)}
        options={choicesOf(schema).map((one) => ({
          value: textOf(one),
          label: words[textOf(one)] ?? textOf(one),
        }))}
        onChange={(next) =>
          onChange?.(choicesOf(schema).filter((one) => next.includes(textOf(one))))
        }
      />
    );
  }
  return (
    <Select<string[]>
      mode="tags"
      open={false}
      suffixIcon={null}
      aria-label={label}
      placeholder="输入后回车"
      tokenSeparators={[',', '，', '、', ' ']}
      value={list.map(textOf)}
      onChange={(next) =>
        onChange?.(
          kind === 'numbers' ? next.map(Number).filter((number) => Number.isFinite(number)) : next,
        )
      }
    />
  );
}

function OptionalEditor(props: Props) {
  const inner = optionalPart(props.schema) ?? {};
  const isOpen = props.value === null || props.value === undefined;
  return (
    <div className="row">
      <Checkbox
        checked={isOpen}
        onChange={(event) => props.onChange?.(event.target.checked ? null : startOf(inner))}
      >
        不限
      </Checkbox>
      {!isOpen && <ValueEditor {...props} schema={inner} />}
    </div>
  );
}

/** A first value when someone lifts "不限". */
function startOf(schema: ValueSchema): Json {
  switch (schema.type) {
    case 'integer':
    case 'number':
      return schema.minimum ?? 0;
    case 'boolean':
      return false;
    case 'array':
      return [];
    case 'object':
      return {};
    case undefined:
    default:
      return choicesOf(schema)[0] ?? '';
  }
}

function GroupEditor({ schema, words, value, onChange }: Props) {
  const group = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  return (
    <div className="stack" style={{ gap: 8 }}>
      {Object.entries(schema.properties ?? {}).map(([name, part]) => {
        const label = part.title ?? part.description ?? name;
        return (
          <div key={name} className="row">
            <span style={{ width: 120 }}>{label}</span>
            <ValueEditor
              label={label}
              schema={part}
              words={words}
              {...(group[name] === undefined ? {} : { value: group[name] })}
              onChange={(next) => onChange?.({ ...group, [name]: next })}
            />
          </div>
        );
      })}
    </div>
  );
}

/** For shapes without an editor of their own; wrong JSON is never handed on. */
function JsonEditor({ label, value, onChange }: Props) {
  const [text, setText] = useState(() => JSON.stringify(value ?? null, null, 2));
  const [isWrong, setWrong] = useState(false);
  return (
    <>
      <Input.TextArea
        aria-label={label}
        rows={8}
        value={text}
        status={isWrong ? 'error' : ''}
        onChange={(event) => {
          setText(event.target.value);
          try {
            onChange?.(JSON.parse(event.target.value) as Json);
            setWrong(false);
          } catch {
            setWrong(true);
          }
        }}
      />
      {isWrong && <div className="danger-text">JSON 格式不完整，保存的仍是上一次正确的内容。</div>}
    </>
  );
}
