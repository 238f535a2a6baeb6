import { crc32 } from '../../../src/modules/files/crc32';
import { deflateSync } from 'node:zlib';

type Colour = readonly [red: number, green: number, blue: number];

const width = 480;
const height = 360;

/** A drawing of one tooth in its gum, as a PNG: before the treatment with a dark spot, after it without. */
export function toothPicture(moment: 'before' | 'after'): Buffer {
  const gum: Colour = [198, 112, 118];
  const enamel: Colour = moment === 'before' ? [226, 214, 184] : [242, 240, 230];
  const spot: Colour = [92, 64, 46];
  const within = (x: number, y: number, cx: number, cy: number, rx: number, ry: number) =>
    ((x - cx) / rx) ** 4 + ((y - cy) / ry) ** 4 <= 1;
  return png((x, y) => {
    if (moment === 'before' && within(x, y, 262, 150, 30, 22)) return spot;
    if (within(x, y, 240, 180, 118, 128)) return shaded(enamel, 1 - Math.abs(x - 240) / 700);
    return shaded(gum, 0.75 + y / (4 * height));
  });
}

/** A page with lines, as somebody photographs a report of another hospital. */
export function photographedPage(): Buffer {
  return png((x, y) => {
    const isPage = x > 60 && x < 420 && y > 20 && y < 340;
    if (!isPage) return [120, 98, 80];
    const isLine = y % 24 > 9 && y % 24 < 14 && x > 90 && x < 390 - ((y * 7) % 120) && y > 60;
    return isLine ? [70, 74, 82] : [246, 244, 238];
  });
}

const shaded = (colour: Colour, by: number): Colour => [
  colour[0] * by,
  colour[1] * by,
  colour[2] * by,
];

function png(colourAt: (x: number, y: number) => Colour): Buffer {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * (1 + width * 3) + 1 + x * 3;
      colourAt(x, y).forEach((value, index) => {
        rows[at + index] = Math.max(0, Math.min(255, Math.round(value)));
      });
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([signature, ...chunks]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
