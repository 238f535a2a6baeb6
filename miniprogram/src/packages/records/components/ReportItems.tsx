import { dateOf, formatDay } from '@/shared/format/dates';
import { Box, Tap, Text } from '@/shared/ui/base';
import { classes } from '@/shared/ui/class-names';
import { Icon } from '@/shared/ui/Icon';
import { Tag } from '@/shared/ui/Tag/Tag';
import {
  flagText,
  isAbnormal,
  rangeWords,
  valueWords,
  type ReportItem,
} from '../model/report-words';
import s from './ReportItems.module.scss';

/** Approved texts mostly give the advice themselves; none is shown without. */
const withAdvice = (text: string): string =>
  text.includes('医生') ? text : `${text}是否需要处理，请咨询医生。`;

function Previous({ previous }: { previous: NonNullable<ReportItem['previous']> }) {
  const flag = flagText(previous.flag);
  return (
    <Text className={s['note']}>
      上次 {valueWords(previous)}
      {flag ? ` ${flag}` : ''}（{formatDay(dateOf(previous.at)).split(' ')[0]}）
    </Text>
  );
}

interface ItemProps {
  item: ReportItem;
  /** Absent where there is no way to the trend: on a shared report. */
  onTrend?: ((item: ReportItem) => void) | undefined;
}

function Item({ item, onTrend }: ItemProps) {
  const isOff = isAbnormal(item);
  const range = rangeWords(item);
  return (
    <Box className={s['item']}>
      <Box className={s['line']}>
        <Text className={s['name']}>{item.name}</Text>
        <Box className={s['result']}>
          <Text className={classes(s['value'], isOff && s['off'])}>{item.value}</Text>
          {item.unit ? <Text className={s['unit']}>{item.unit}</Text> : null}
          {isOff ? <Tag tone="danger">{flagText(item.flag)}</Tag> : null}
        </Box>
      </Box>
      {range ? <Text className={s['note']}>参考范围 {range}</Text> : null}
      {item.previous ? <Previous previous={item.previous} /> : null}
      {item.method ? (
        <Text className={`${s['note']} fold-in-large`}>方法 {item.method}</Text>
      ) : null}
      {item.explanation ? (
        <Box className={s['plain']}>{withAdvice(item.explanation.text)}</Box>
      ) : null}
      {item.hasTrend && onTrend ? (
        <Tap className={s['trend']} label={`看${item.name}的历次结果`} onTap={() => onTrend(item)}>
          <Text>看历次结果</Text>
          <Icon name="next" tone="primary" size={18} />
        </Tap>
      ) : null}
    </Box>
  );
}

interface ReportItemsProps {
  items: readonly ReportItem[];
  onTrend?: (item: ReportItem) => void;
}

/** What was measured: value, unit, range, and in words where it lies outside. */
export function ReportItems({ items, onTrend }: ReportItemsProps) {
  return (
    <Box>
      {items.map((item) => (
        <Item key={item.id} item={item} onTrend={onTrend} />
      ))}
    </Box>
  );
}
