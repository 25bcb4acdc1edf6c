import { mutate } from '../mutation.mjs';

export const measure = async () => mutate('evidence', 0.8);
