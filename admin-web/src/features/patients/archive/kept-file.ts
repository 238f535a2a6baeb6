import { ApiError } from '@/shared/api/api-error';
import { call, type Answer } from '@/shared/api/client';

export type KeptFile = Answer<'uploadStaffFile'>;

export const acceptedFiles = 'image/jpeg,image/png,application/pdf';
export const acceptedPictures = 'image/jpeg,image/png';
const MAX_BYTES = 3 * 1024 * 1024;

/** Why a file cannot be taken, told before it is sent; the server looks into its content again. */
export function fileProblem(file: { size: number; type: string }, accepted: string): string | null {
  if (!accepted.split(',').includes(file.type)) {
    return accepted.includes('pdf') ? '请选择 JPEG、PNG 图片或 PDF' : '请选择 JPEG 或 PNG 图片';
  }
  if (file.size === 0) return '文件是空的';
  return file.size > MAX_BYTES ? '文件最大 3 MB，请压缩后再传' : null;
}

/** Reads and keeps a file for the archive. */
export async function keepFile(file: File): Promise<KeptFile> {
  return call('uploadStaffFile', { body: { name: file.name, base64: await base64Of(file) } });
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve((reader.result as string).split(',')[1] ?? '');
    reader.onerror = () => reject(new ApiError(0, 'FILE_UNREADABLE', '读不出这个文件，请重新选择'));
    reader.readAsDataURL(file);
  });
}
