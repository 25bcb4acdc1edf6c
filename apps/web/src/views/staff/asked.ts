import { exampleDepartment, type RequirementQuestion } from '../../compute/requirement-jobs.ts';
import { returnOf } from '../../state/address.ts';
import { type PageState, type ReturnName } from '../../state/state.ts';

const ofKey = 'staff.of';
const modelsKey = 'staff.models';
const none = 'none';

/** The department whose staff is asked about: the example, a return by its name, or nobody's. */
export type Department = typeof exampleDepartment | ReturnName | undefined;

/** Reads whose staff is asked about: what the link says, else the return that the page runs on. */
export const departmentOf = ({ params, start }: PageState): Department => {
  const said = params[ofKey];
  return said === exampleDepartment ? said : ((said === undefined ? undefined : returnOf(said)) ?? start.ownReturn);
};

/** Makes the question of a state; none where nobody's staff is asked about. */
export const questionOf = (state: PageState): RequirementQuestion | undefined => {
  const department = departmentOf(state);
  if (department === undefined) return undefined;
  const models = state.params[modelsKey];
  return {
    of: department === exampleDepartment ? department : department.hash,
    ...(models === undefined ? {} : { models: models === none ? [] : models.split(',').filter((name) => name !== '') }),
  };
};

/** Asks about the example, by the models that it is asked about without a choice. */
export const withExample = (state: PageState): PageState =>
  withModels({ ...state, view: 'staff', params: { ...state.params, [ofKey]: exampleDepartment } }, undefined);

/** Chooses the models by name; undefined goes back to those that are taken without a choice. */
export const withModels = (state: PageState, models: readonly string[] | undefined): PageState => {
  const { [modelsKey]: _before, ...params } = state.params;
  return {
    ...state,
    params: models === undefined ? params : { ...params, [modelsKey]: models.join(',') || none },
  };
};
