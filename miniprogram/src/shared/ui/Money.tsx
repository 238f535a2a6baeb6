import { fee } from '@/shared/format/money';
import { Text } from './base';
import { classes } from './class-names';
import s from './Money.module.scss';

export function Money({ fen, isKey = false }: { fen: number; isKey?: boolean }) {
  return <Text className={classes(s['money'], isKey && s['key'])}>{fee(fen)}</Text>;
}
