import { Box, TextInput } from './base';
import { Icon } from './Icon';
import s from './SearchBox.module.scss';

interface SearchBoxProps {
  label: string;
  placeholder: string;
  value: string;
  onChange: (words: string) => void;
  maxLength: number;
  /** Opens the keyboard at once. */
  focus?: boolean;
}

export function SearchBox(props: SearchBoxProps) {
  return (
    <Box className={s['box']}>
      <Icon name="search" tone="quiet" />
      <TextInput kind="search" className={s['input']} {...props} />
    </Box>
  );
}
