import Taro from '@tarojs/taro';
import type { DocumentSource, PickedDocument } from './document';

/** In WeChat a PDF comes from a chat, a picture from the album or the camera. */
export const sources: readonly { source: DocumentSource; label: string }[] = [
  { source: 'picture', label: '添加图片' },
  { source: 'file', label: '从聊天选文件' },
];

const readBase64 = (filePath: string): Promise<string> =>
  new Promise((resolve, reject) => {
    Taro.getFileSystemManager().readFile({
      filePath,
      encoding: 'base64',
      success: ({ data }) => resolve(typeof data === 'string' ? data : ''),
      fail: reject,
    });
  });

const nameOf = (path: string): string => path.split('/').pop() || '图片.jpg';

const picked = (path: string, bytes: number, name: string): PickedDocument => ({
  name,
  bytes,
  readBase64: () => readBase64(path),
});

/** Empty when the person picks nothing after all. */
export async function pickDocuments(
  source: DocumentSource,
  count: number,
): Promise<PickedDocument[]> {
  try {
    if (source === 'picture') {
      const { tempFiles } = await Taro.chooseImage({ count, sizeType: ['compressed'] });
      return tempFiles.map(({ path, size }) => picked(path, size, nameOf(path)));
    }
    const extension = ['pdf', 'jpg', 'jpeg', 'png'];
    const { tempFiles } = await Taro.chooseMessageFile({ count, type: 'file', extension });
    return tempFiles.map(({ path, size, name }) => picked(path, size, name));
  } catch {
    return [];
  }
}
