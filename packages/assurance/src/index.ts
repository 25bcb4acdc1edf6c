export { clopperPearson, wilson } from './proportion.ts';
export type { Interval } from './proportion.ts';
export { answerClaim, anyTrials, boundsFault, figuresOf, proportionOf, scaleFault } from './claims/answer.ts';
export type { ClaimAnswer, ClaimStatus, TrialsAllowed } from './claims/answer.ts';
export type { Claim, ClaimCard, ClaimSection } from './claims/claim.ts';
export type { Finding, FindingKind } from './claims/finding.ts';
export { intervalMethod, intervalMethods } from './claims/interval-method.ts';
export type { IntervalMethod, IntervalMethodId } from './claims/interval-method.ts';
export { measureOf } from './claims/measure.ts';
export type { Measure } from './claims/measure.ts';
export { readPrinted, roundsTo, successesFor } from './claims/printed.ts';
export type { PrintedNumber } from './claims/printed.ts';
export { readModelCard } from './claims/read-card.ts';
export type { ClaimsRead } from './claims/read-card.ts';
export { claimColumns, claimsTemplate, readClaims } from './claims/read-claims.ts';
export type { ClaimColumn } from './claims/read-claims.ts';
export { mostMatches, mostTrials, nearestCounts, recoverCounts } from './claims/recover.ts';
export type { PrintedProportion, RecoveredCounts, Search } from './claims/recover.ts';
export { claimsVersion, reviewCard, summariseReviews } from './claims/review.ts';
export type { CardReview, ReviewSummary, SectionReview } from './claims/review.ts';
export { claimsReport, printedText } from './claims/report.ts';
export type { ClaimsReport, ReportedClaim } from './claims/report.ts';
export { luna16MostMarks, matchMarks } from './froc/detection.ts';
export type {
  DetectionFlow,
  DetectionMark,
  Detections,
  DetectionStudy,
  Located,
  ReferenceFinding,
} from './froc/detection.ts';
export { cpmOf, frocCurve, luna16Rates } from './froc/froc.ts';
export type { Cpm, FrocOptions, FrocPoint, FrocSensitivity } from './froc/froc.ts';
export { readDetectionStudy } from './froc/read-detection.ts';
export type { DetectionFiles } from './froc/read-detection.ts';
export { cpmMetric, frocReport } from './froc/report.ts';
export type { FrocReport } from './froc/report.ts';
export { analyses, analysisVersion, findAnalysis } from './study/analyses.ts';
export type { Analysis, Curve, Estimated, Setting } from './study/analyses.ts';
export { canonicalJson, hashOf } from './study/canonical.ts';
export { isMet, judge } from './study/criterion.ts';
export type { Judged } from './study/criterion.ts';
export {
  changedSinceLock,
  differencesOf,
  lockProtocol,
  protocolHash,
  protocolLockSchema,
  readProtocolLock,
} from './study/lock.ts';
export type { Difference, ProtocolLock } from './study/lock.ts';
export type { MetricResult } from './study/metric-result.ts';
export { readProtocol } from './study/protocol.ts';
export { acquisitionStrata, protocolSchema } from './study/protocol-schema.ts';
export type { AcquisitionStratum, Criterion, Protocol } from './study/protocol-schema.ts';
export { recompute } from './study/recompute.ts';
export type { Recomputed } from './study/recompute.ts';
export { studyDocument } from './study/report-document.ts';
export { studyReportSchema } from './study/report-schema.ts';
export type { StudyEndpoint, StudyReport } from './study/report-schema.ts';
export { runStudy } from './study/run-study.ts';
export {
  acquisitionTable,
  endpointTable,
  flowTable,
  sayCounts,
  sayFlow,
  sayVerdict,
  subgroupTable,
} from './study/say.ts';
export type { Acquired, CaseList, Strata } from './study/case-list.ts';
export { readStudyData } from './study/study-data.ts';
export type { BinaryCases, Cases, DetectionCases, MeasuredCases, Scores, StudyData } from './study/study-data.ts';
export { filesOf } from './study/study-files.ts';
export type { StudyFiles, UsedFile } from './study/study-files.ts';
export { differenceOf } from './study/subgroups.ts';
export type { Subgroup, SubgroupLevel } from './study/subgroups.ts';
export type { Estimated, MadeInterval } from './estimate.ts';
export { auc, compareAuc } from './roc/auc.ts';
export type { Auc, AucComparison, AucOptions } from './roc/auc.ts';
export { rocCurve } from './roc/curve.ts';
export type { RocPoint } from './roc/curve.ts';
export { comparePaired, countPairs, fewestForChiSquare } from './paired/mcnemar.ts';
export type { PairedComparison, PairedCounts } from './paired/mcnemar.ts';
export { compareProportions } from './paired/difference.ts';
export type { ProportionDifference } from './paired/difference.ts';
export { readerAreas } from './reader-study/covariance.ts';
export type { CovarianceMethod, ErrorCovariances, ReaderAreas } from './reader-study/covariance.ts';
export { obuchowskiRockette, readerStudy } from './reader-study/reader-study.ts';
export type {
  Generalisation,
  ModalityDifference,
  ReaderAverage,
  ReaderStudy,
  ReaderStudyOptions,
} from './reader-study/reader-study.ts';
