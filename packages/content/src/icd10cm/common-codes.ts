/**
 * The mental-health codes that psychotherapists use most, so that a diagnosis can be chosen before a practice has read in the
 * whole table: problems of mood, anxiety, trauma, eating, sleep, personality, use of substances, childhood, and of living.
 *
 * In the form of the official code file. Every one is a complete (billable) code of the edition named here, by the order file
 * `icd10cm-order-2027.txt`; where that file's short description is abbreviated, the long one is of the order file of April 2025,
 * in which the same code has the same short description. Both were read in stored copies of public repositories on 2026-11-30,
 * not at CMS; codes whose whole description was in neither were left out.
 */

import type { Provenance } from "../index.ts";

export const commonProvenance: Provenance = {
  edition: "2027",
  sources: ["ICD-10-CM, order file of fiscal year 2027, National Center for Health Statistics"],
  notice:
    "ICD-10-CM is published for the United States by the National Center for Health Statistics and the Centers for Medicare & Medicaid Services. It is based on ICD-10, copyright World Health Organization.",
};

export const commonCodes = `
F1010   Alcohol abuse, uncomplicated
F1011   Alcohol abuse, in remission
F1020   Alcohol dependence, uncomplicated
F1021   Alcohol dependence, in remission
F1090   Alcohol use, unspecified, uncomplicated
F1110   Opioid abuse, uncomplicated
F1111   Opioid abuse, in remission
F1120   Opioid dependence, uncomplicated
F1121   Opioid dependence, in remission
F1210   Cannabis abuse, uncomplicated
F1211   Cannabis abuse, in remission
F1220   Cannabis dependence, uncomplicated
F1221   Cannabis dependence, in remission
F1290   Cannabis use, unspecified, uncomplicated
F1310   Sedative, hypnotic or anxiolytic abuse, uncomplicated
F1311   Sedative, hypnotic or anxiolytic abuse, in remission
F1320   Sedative, hypnotic or anxiolytic dependence, uncomplicated
F1321   Sedative, hypnotic or anxiolytic dependence, in remission
F1410   Cocaine abuse, uncomplicated
F1411   Cocaine abuse, in remission
F1420   Cocaine dependence, uncomplicated
F1421   Cocaine dependence, in remission
F1510   Other stimulant abuse, uncomplicated
F1511   Other stimulant abuse, in remission
F1920   Other psychoactive substance dependence, uncomplicated
F1921   Other psychoactive substance dependence, in remission
F200    Paranoid schizophrenia
F2081   Schizophreniform disorder
F209    Schizophrenia, unspecified
F21     Schizotypal disorder
F22     Delusional disorders
F23     Brief psychotic disorder
F250    Schizoaffective disorder, bipolar type
F251    Schizoaffective disorder, depressive type
F259    Schizoaffective disorder, unspecified
F28     Other psychotic disorder not due to a substance or known physiological condition
F29     Unspecified psychosis not due to a substance or known physiological condition
F309    Manic episode, unspecified
F310    Bipolar disorder, current episode hypomanic
F3110   Bipolar disorder, current episode manic without psychotic features, unspecified
F3111   Bipolar disorder, current episode manic without psychotic features, mild
F3112   Bipolar disorder, current episode manic without psychotic features, moderate
F3113   Bipolar disorder, current episode manic without psychotic features, severe
F312    Bipolar disorder, current episode manic severe with psychotic features
F3130   Bipolar disorder, current episode depressed, mild or moderate severity, unspecified
F3131   Bipolar disorder, current episode depressed, mild
F3132   Bipolar disorder, current episode depressed, moderate
F314    Bipolar disorder, current episode depressed, severe, without psychotic features
F315    Bipolar disorder, current episode depressed, severe, with psychotic features
F3160   Bipolar disorder, current episode mixed, unspecified
F3161   Bipolar disorder, current episode mixed, mild
F3162   Bipolar disorder, current episode mixed, moderate
F3163   Bipolar disorder, current episode mixed, severe, without psychotic features
F3164   Bipolar disorder, current episode mixed, severe, with psychotic features
F3170   Bipolar disorder, currently in remission, most recent episode unspecified
F3173   Bipolar disorder, in partial remission, most recent episode manic
F3174   Bipolar disorder, in full remission, most recent episode manic
F3175   Bipolar disorder, in partial remission, most recent episode depressed
F3176   Bipolar disorder, in full remission, most recent episode depressed
F3181   Bipolar II disorder
F3189   Other bipolar disorder
F319    Bipolar disorder, unspecified
F320    Major depressive disorder, single episode, mild
F321    Major depressive disorder, single episode, moderate
F322    Major depressive disorder, single episode, severe without psychotic features
F323    Major depressive disorder, single episode, severe with psychotic features
F324    Major depressive disorder, single episode, in partial remission
F325    Major depressive disorder, single episode, in full remission
F3281   Premenstrual dysphoric disorder
F3289   Other specified depressive episodes
F329    Major depressive disorder, single episode, unspecified
F32A    Depression, unspecified
F330    Major depressive disorder, recurrent, mild
F331    Major depressive disorder, recurrent, moderate
F332    Major depressive disorder, recurrent severe without psychotic features
F333    Major depressive disorder, recurrent, severe with psychotic symptoms
F3340   Major depressive disorder, recurrent, in remission, unspecified
F3341   Major depressive disorder, recurrent, in partial remission
F3342   Major depressive disorder, recurrent, in full remission
F338    Other recurrent depressive disorders
F339    Major depressive disorder, recurrent, unspecified
F340    Cyclothymic disorder
F341    Dysthymic disorder
F3481   Disruptive mood dysregulation disorder
F3489   Other specified persistent mood disorders
F349    Persistent mood [affective] disorder, unspecified
F39     Unspecified mood [affective] disorder
F4000   Agoraphobia, unspecified
F4001   Agoraphobia with panic disorder
F4002   Agoraphobia without panic disorder
F4010   Social phobia, unspecified
F4011   Social phobia, generalized
F40210  Arachnophobia
F40218  Other animal type phobia
F40228  Other natural environment type phobia
F40230  Fear of blood
F40231  Fear of injections and transfusions
F40232  Fear of other medical care
F40233  Fear of injury
F40240  Claustrophobia
F40241  Acrophobia
F40242  Fear of bridges
F40243  Fear of flying
F40248  Other situational type phobia
F40298  Other specified phobia
F408    Other phobic anxiety disorders
F409    Phobic anxiety disorder, unspecified
F410    Panic disorder [episodic paroxysmal anxiety]
F411    Generalized anxiety disorder
F413    Other mixed anxiety disorders
F418    Other specified anxiety disorders
F419    Anxiety disorder, unspecified
F422    Mixed obsessional thoughts and acts
F423    Hoarding disorder
F424    Excoriation (skin-picking) disorder
F428    Other obsessive-compulsive disorder
F429    Obsessive-compulsive disorder, unspecified
F430    Acute stress reaction
F4310   Post-traumatic stress disorder, unspecified
F4311   Post-traumatic stress disorder, acute
F4312   Post-traumatic stress disorder, chronic
F4320   Adjustment disorder, unspecified
F4321   Adjustment disorder with depressed mood
F4322   Adjustment disorder with anxiety
F4323   Adjustment disorder with mixed anxiety and depressed mood
F4324   Adjustment disorder with disturbance of conduct
F4325   Adjustment disorder with mixed disturbance of emotions and conduct
F4329   Adjustment disorder with other symptoms
F4381   Prolonged grief disorder
F4389   Other reactions to severe stress
F439    Reaction to severe stress, unspecified
F440    Dissociative amnesia
F444    Conversion disorder with motor symptom or deficit
F445    Conversion disorder with seizures or convulsions
F446    Conversion disorder with sensory symptom or deficit
F447    Conversion disorder with mixed symptom presentation
F4481   Dissociative identity disorder
F4489   Other dissociative and conversion disorders
F449    Dissociative and conversion disorder, unspecified
F450    Somatization disorder
F451    Undifferentiated somatoform disorder
F4521   Hypochondriasis
F4522   Body dysmorphic disorder
F4541   Pain disorder exclusively related to psychological factors
F4542   Pain disorder with related psychological factors
F458    Other somatoform disorders
F459    Somatoform disorder, unspecified
F481    Depersonalization-derealization syndrome
F488    Other specified nonpsychotic mental disorders
F489    Nonpsychotic mental disorder, unspecified
F5000   Anorexia nervosa, unspecified
F50010  Anorexia nervosa, restricting type, mild
F50011  Anorexia nervosa, restricting type, moderate
F50012  Anorexia nervosa, restricting type, severe
F50013  Anorexia nervosa, restricting type, extreme
F50014  Anorexia nervosa, restricting type, in remission
F50019  Anorexia nervosa, restricting type, unspecified
F50020  Anorexia nervosa, binge eating/purging type, mild
F50021  Anorexia nervosa, binge eating/purging type, moderate
F50022  Anorexia nervosa, binge eating/purging type, severe
F50023  Anorexia nervosa, binge eating/purging type, extreme
F50024  Anorexia nervosa, binge eating/purging type, in remission
F50029  Anorexia nervosa, binge eating/purging type, unspecified
F5020   Bulimia nervosa, unspecified
F5021   Bulimia nervosa, mild
F5022   Bulimia nervosa, moderate
F5023   Bulimia nervosa, severe
F5024   Bulimia nervosa, extreme
F5025   Bulimia nervosa, in remission
F50810  Binge eating disorder, mild
F50811  Binge eating disorder, moderate
F50812  Binge eating disorder, severe
F50813  Binge eating disorder, extreme
F50814  Binge eating disorder, in remission
F50819  Binge eating disorder, unspecified
F5082   Avoidant/restrictive food intake disorder
F5089   Other specified eating disorder
F509    Eating disorder, unspecified
F5101   Primary insomnia
F5102   Adjustment insomnia
F5104   Psychophysiologic insomnia
F5105   Insomnia due to other mental disorder
F5109   Other insomnia not due to a substance or known physiological condition
F513    Sleepwalking [somnambulism]
F514    Sleep terrors [night terrors]
F515    Nightmare disorder
F519    Sleep disorder not due to a substance or known physiological condition, unspecified
F520    Hypoactive sexual desire disorder
F521    Sexual aversion disorder
F5221   Male erectile disorder
F5222   Female sexual arousal disorder
F5231   Female orgasmic disorder
F5232   Male orgasmic disorder
F524    Premature ejaculation
F525    Vaginismus not due to a substance or known physiological condition
F526    Dyspareunia not due to a substance or known physiological condition
F528    Other sexual dysfunction not due to a substance or known physiological condition
F529    Unspecified sexual dysfunction not due to a substance or known physiological condition
F530    Postpartum depression
F531    Puerperal psychosis
F54     Psychological and behavioral factors associated with disorders or diseases classified elsewhere
F600    Paranoid personality disorder
F601    Schizoid personality disorder
F602    Antisocial personality disorder
F603    Borderline personality disorder
F604    Histrionic personality disorder
F605    Obsessive-compulsive personality disorder
F606    Avoidant personality disorder
F607    Dependent personality disorder
F6081   Narcissistic personality disorder
F6089   Other specific personality disorders
F609    Personality disorder, unspecified
F630    Pathological gambling
F631    Pyromania
F632    Kleptomania
F633    Trichotillomania
F6381   Intermittent explosive disorder
F6389   Other impulse disorders
F639    Impulse disorder, unspecified
F640    Transsexualism
F642    Gender identity disorder of childhood
F648    Other gender identity disorders
F649    Gender identity disorder, unspecified
F66     Other sexual disorders
F6810   Factitious disorder imposed on self, unspecified
F68A    Factitious disorder imposed on another
F688    Other specified disorders of adult personality and behavior
F69     Unspecified disorder of adult personality and behavior
F70     Mild intellectual disabilities
F800    Phonological disorder
F801    Expressive language disorder
F802    Mixed receptive-expressive language disorder
F8081   Childhood onset fluency disorder
F8082   Social pragmatic communication disorder
F810    Specific reading disorder
F812    Mathematics disorder
F8181   Disorder of written expression
F819    Developmental disorder of scholastic skills, unspecified
F82     Specific developmental disorder of motor function
F840    Autistic disorder
F845    Asperger's syndrome
F848    Other pervasive developmental disorders
F849    Pervasive developmental disorder, unspecified
F88     Other disorders of psychological development
F89     Unspecified disorder of psychological development
F900    Attention-deficit hyperactivity disorder, predominantly inattentive type
F901    Attention-deficit hyperactivity disorder, predominantly hyperactive type
F902    Attention-deficit hyperactivity disorder, combined type
F908    Attention-deficit hyperactivity disorder, other type
F909    Attention-deficit hyperactivity disorder, unspecified type
F910    Conduct disorder confined to family context
F911    Conduct disorder, childhood-onset type
F912    Conduct disorder, adolescent-onset type
F913    Oppositional defiant disorder
F918    Other conduct disorders
F919    Conduct disorder, unspecified
F930    Separation anxiety disorder of childhood
F938    Other childhood emotional disorders
F939    Childhood emotional disorder, unspecified
F940    Selective mutism
F941    Reactive attachment disorder of childhood
F942    Disinhibited attachment disorder of childhood
F948    Other childhood disorders of social functioning
F950    Transient tic disorder
F951    Chronic motor or vocal tic disorder
F952    Tourette's disorder
F959    Tic disorder, unspecified
F99     Mental disorder, not otherwise specified
R450    Nervousness
R452    Unhappiness
R453    Demoralization and apathy
R454    Irritability and anger
R4581   Low self-esteem
R4582   Worries
R4584   Anhedonia
R45850  Homicidal ideations
R45851  Suicidal ideations
R4586   Emotional lability
R4587   Impulsiveness
R4588   Nonsuicidal self-harm
Z552    Failed school examinations
Z553    Underachievement in school
Z560    Unemployment, unspecified
Z561    Change of job
Z562    Threat of job loss
Z563    Stressful work schedule
Z564    Discord with boss and workmates
Z565    Uncongenial work environment
Z566    Other physical and mental strain related to work
Z5681   Sexual harassment on the job
Z5682   Military deployment status
Z600    Problems of adjustment to life-cycle transitions
Z602    Problems related to living alone
Z603    Acculturation difficulty
Z604    Social exclusion and rejection
Z605    Target of (perceived) adverse discrimination and persecution
Z62810  Personal history of physical and sexual abuse in childhood
Z62811  Personal history of psychological abuse in childhood
Z62812  Personal history of neglect in childhood
Z62819  Personal history of unspecified abuse in childhood
Z62820  Parent-biological child conflict
Z62821  Parent-adopted child conflict
Z62822  Parent-foster child conflict
Z62823  Parent-step child conflict
Z62891  Sibling rivalry
Z630    Problems in relationship with spouse or partner
Z631    Problems in relationship with in-laws
Z634    Disappearance and death of family member
Z635    Disruption of family by separation and divorce
Z636    Dependent relative needing care at home
Z6372   Alcoholism and drug addiction in family
Z6379   Other stressful life events affecting family and household
Z638    Other specified problems related to primary support group
Z639    Problem related to primary support group, unspecified
Z640    Problems related to unwanted pregnancy
Z653    Problems related to other legal circumstances
Z654    Victim of crime and terrorism
Z655    Exposure to disaster, war and other hostilities
Z72810  Child and adolescent antisocial behavior
Z72811  Adult antisocial behavior
Z730    Burn-out
Z732    Lack of relaxation and leisure
Z733    Stress, not elsewhere classified
Z734    Inadequate social skills, not elsewhere classified
Z735    Social role conflict, not elsewhere classified
Z91410  Personal history of adult physical and sexual abuse
Z91411  Personal history of adult psychological abuse
Z91414  Personal history of adult intimate partner abuse
Z9151   Personal history of suicidal behavior
Z9152   Personal history of nonsuicidal self-harm
Z9182   Personal history of military deployment
`.trim();
