import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../kernel';
import { requireAccount } from '../identity';
import { FileStore } from './file-store';
import { UploadFile } from './upload-file';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class FilesController {
  @Inject()
  uploadUseCase: UploadFile;
  @Inject()
  fileStore: FileStore;

  @Route('uploadFile')
  async uploadFile(
    request: RequestOf<'uploadFile'>,
    actor: Actor,
  ): Promise<ResponseOf<'uploadFile'>> {
    return this.uploadUseCase.run(actor, request.body);
  }

  @Route('uploadStaffFile')
  async uploadStaffFile(
    request: RequestOf<'uploadStaffFile'>,
    actor: Actor,
  ): Promise<ResponseOf<'uploadStaffFile'>> {
    return this.uploadUseCase.runForStaff(actor, request.body);
  }

  @Route('getMyFile')
  async getMyFile(request: RequestOf<'getMyFile'>, actor: Actor): Promise<ResponseOf<'getMyFile'>> {
    return this.fileStore.read(request.params.fileId, requireAccount(actor).accountId);
  }
}
