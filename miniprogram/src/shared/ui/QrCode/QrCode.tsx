import { useMemo } from 'react';
import { Box, Picture } from '../base';
import { qrDataUri } from './qr-svg';
import s from './QrCode.module.scss';

export function QrCode({ text, alt }: { text: string; alt: string }) {
  const src = useMemo(() => qrDataUri(text), [text]);
  return (
    <Box className={s['frame']}>
      <Picture src={src} alt={alt} className={s['code']} />
    </Box>
  );
}
