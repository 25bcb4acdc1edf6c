export { sayAnswer, sayBasis } from './answer.ts';
export { rankAssumptions, sayRanking } from './assumption-ranking.ts';
export type { AssumptionRanking, RankedAssumption } from './assumption-ranking.ts';
export type { Side } from './attribution/differences.ts';
export { attribute } from './attribution/expected.ts';
export type { Contribution } from './attribution/expected.ts';
export { AttributionJoiner, attributionTasks, planAttribution, prepareAttribution } from './attribution/futures.ts';
export type { AttributionPlan } from './attribution/futures.ts';
export { attributeFutures } from './attribution/shares.ts';
export { attributedChange, comparisonJson, reportComparison } from './comparison-report.ts';
export type { ComparedMeasure, ComparisonReport, DifferenceSpread } from './comparison-report.ts';
export { attributionTable, comparisonTable, sayAttribution } from './comparison-tables.ts';
export { compareSides, problemOfComparing } from './compare.ts';
export { comparisonSchema } from './comparison-schema.ts';
export { explanationSchema } from './explanation-schema.ts';
export { closureOf } from './closure.ts';
export type { Closure } from './closure.ts';
export { drawsOf, groupMeasures, prepareEnsemble, ResultJoiner, runTasks, tasksOf, uncertainties } from './ensemble.ts';
export type { EnsembleOptions, EnsemblePlan, EnsembleTask, TaskResult, Uncertainty } from './ensemble.ts';
export { closingYears, reportEnsemble, splitVariance } from './ensemble-report.ts';
export type { ClosureSpread, EnsembleReport, MeasureSpread, QuantileLevels, VarianceSplit } from './ensemble-report.ts';
export { equations } from './equations.ts';
export { explainMeasure } from './explain.ts';
export { isState, termAmount, unitOf } from './explain/terms.ts';
export type { Arithmetic, Quantity, RequirementParts, Term, Unit } from './explain/terms.ts';
export { explain, explanationJson, requirementParts, scenarioWithRegion } from './explanation.ts';
export type { Explanation, FigureBehind, Question } from './explanation.ts';
export {
  amountText,
  basisText,
  headline,
  markOf,
  originText,
  quantityText,
  rangeText,
  signedAmount,
  termText,
} from './explanation-words.ts';
export { agesOf, dimensions, groupCells, sumAll, sumCells } from './grouping.ts';
export type { Dimension, Group } from './grouping.ts';
export { leverSchema } from './lever.ts';
export { leverWords } from './lever-words.ts';
export type { Amount, Lever } from './lever.ts';
export { limitsOf } from './limits.ts';
export type { Limit, OccupationLimits, Relaxed } from './limits.ts';
export { flowMeasures, measureTitles, stateMeasures } from './measures.ts';
export type { FlowMeasure, Measure, StateMeasure } from './measures.ts';
export { modelInputSchema } from './model-input.ts';
export type { CellInput, ModelInput, OccupationInput } from './model-input.ts';
export { project } from './project.ts';
export type { Projection } from './project.ts';
export { ipemReading } from './reading.ts';
export type { Reading } from './reading.ts';
export { hashInput, modelVersion, projectionJson, readingJson, reportProjection, sayReading } from './report.ts';
export type { GroupReport, ProjectionReport, Runs } from './report.ts';
export { readReporting } from './reporting.ts';
export type { Reporting } from './reporting.ts';
export { agesOfReturns, readReturn } from './return-reader.ts';
export type { ReadReturn, ReturnService } from './return-reader.ts';
export { otherReturn } from './return-resolve.ts';
export { ownBaselineSchema, returnKinds, returnSchema } from './return-schema.ts';
export type { OwnBaseline, ReturnData, ReturnStaff } from './return-schema.ts';
export { hiddenMark, summariseReturn } from './return-summary.ts';
export { hideSmall, withTotals } from './suppression.ts';
export type { CountTable } from './suppression.ts';
export { guideTitle, returnTables, returnTemplate } from './return-tables.ts';
export type { AgeRange, ReturnTables } from './return-tables.ts';
export { resolve } from './resolve.ts';
export type { Resolved } from './resolve.ts';
export { runsOf } from './run-values.ts';
export type { RunValues } from './run-values.ts';
export { retiringWithin } from './retiring.ts';
export { migrate, readScenario } from './read-scenario.ts';
export type { Migration } from './read-scenario.ts';
export { requirementSets, scenarioSchema, scopes } from './scenario.ts';
export type { Scenario, Scope } from './scenario.ts';
export { sayScope } from './scope-words.ts';
export { groups, nation, regions, routes, specialisms } from './taxonomy.ts';
export { sayCount, sayDifference, sayLimits, sayList, sayShare } from './words.ts';
export { shippedUses } from './variants.ts';
export type { ShippedUses } from './variants.ts';
export { projectionDocument } from './projection-document.ts';
export { projectionSchema } from './projection-schema.ts';
export { judge, runChecks, sayClaim, sayFailure, sayValue } from './behaviour.ts';
export type { CheckCourse, CheckResult, Model, Violation } from './behaviour.ts';
export { amountKeys, checkedMeasures, checkedMeasureTitles, checksSchema, readChecks } from './behaviour-schema.ts';
export type { Check, CheckedMeasure, Claim, LocatedCheck } from './behaviour-schema.ts';
export { compareCourses, coursesSchema, keyMeasures, readCourses, takeCourses } from './courses.ts';
export type { CourseDifference, Courses, KeyMeasure, VersionComparison } from './courses.ts';
export {
  answerTable,
  courseTable,
  figuresTable,
  groupTable,
  groupTitle,
  partsTable,
  readingTable,
  spreadTable,
  unitsNote,
} from './tables.ts';
export { outcomeUnit, sayOutcome, sensitivityOutcomes } from './sensitivity/outcome.ts';
export type { SensitivityOutcome } from './sensitivity/outcome.ts';
export { saySensitivity, sensitivityJson, sensitivityTable } from './sensitivity/report.ts';
export { sensitivitySchema } from './sensitivity/schema.ts';
export { sensitivityMethods, studySensitivity, usualSensitivity } from './sensitivity/study.ts';
export type { AssumptionSensitivity, SensitivityOptions, SensitivityStudy } from './sensitivity/study.ts';
export { checkWorked, missingDrivers, requiredStaff, saySpan, sayWte } from './requirement/compute.ts';
export type { OccupationRequirement, RequirementLine, Span } from './requirement/compute.ts';
export {
  activityOf,
  arithmeticTable,
  coverTable,
  reportRequirement,
  requirementData,
  requirementDocument,
  requirementJson,
  requirementTables,
  sayExpertCover,
  sayModels,
  sayRequiredStaff,
  sayRequirement,
} from './requirement/report.ts';
export type { ComparedRequirement, ModalityCover, RequirementReport } from './requirement/report.ts';
export { requirementSchema } from './requirement/schema.ts';
export { readStaffingModel, staffingModelSchema } from './requirement/staffing-model.ts';
export type { Coefficient, StaffingModel } from './requirement/staffing-model.ts';
export { DrawnFutures, NeedsJoiner, needsTasks } from './plan/futures.ts';
export type { Needs, NeedsPlan, PlanFutures } from './plan/futures.ts';
export type { Decided } from './plan/planned-models.ts';
export { planWorkforce } from './plan/plan.ts';
export type { PlanTools, Replay, WorkforcePlan } from './plan/plan.ts';
export { closingRange } from './plan/question.ts';
export type { PlanQuestion } from './plan/question.ts';
export { tradeOff, tradeOffCosts, tradeOffJson, tradeOffTable, usualTradeOff } from './plan/trade-off.ts';
export type { TradeOff, TradeOffGrid, TradeOffPoint } from './plan/trade-off.ts';
export { planMeasures, planMeasureTitles } from './plan/decisions.ts';
export type { Decision, PlanMeasure } from './plan/decisions.ts';
export { marginalCosts, marginalTable } from './plan/marginal.ts';
export type { MarginalCost } from './plan/marginal.ts';
export type { PlanLimit, Relaxation } from './plan/relax.ts';
export {
  missingOf,
  overshootOf,
  planJson,
  planTable,
  regionTimetable,
  sayPlan,
  sayRelaxation,
  spendingByYear,
  spendingTable,
  timetable,
  timetableSheets,
} from './plan/report.ts';
export type { Overshoot } from './plan/report.ts';
export { planSchema, planTradeOffSchema } from './plan/schema.ts';
export { scenarioYaml } from './plan/scenario-yaml.ts';
export { scoreAsks, scoreTable } from './plan/score.ts';
export type { ScoredAsk } from './plan/score.ts';
export { discountFactors, planLimits, planPurpose, readPlanTerms } from './plan/terms.ts';
export type { PlanLimits, PlanTerms } from './plan/terms.ts';
