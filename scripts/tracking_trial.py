"""Coverage and scores of the tracked widths beside those of the rule, kept in the history alone."""
import numpy as np, json
from reallocate.data.bundle import load_world
from reallocate.problem.nation.monthly import NATIONAL, monthly_panel
from reallocate.problem.nation.rolling_origins import LEARN, history, SINCE, LEFT_OUT, AHEAD
from reallocate.economy.forecasting.combined import FEWEST
from reallocate.economy.forecasting.score import LEVELS, crps, is_inside, INSIDE
from reallocate.economy.forecasting.tracking import half_widths
w=load_world(); out=[]
def IS(q,y):
    l,u=(q[i] for i in INSIDE); return u-l, (u-l)+10*max(l-y,0)+10*max(y-u,0)
for name in NATIONAL:
    made=history(monthly_panel(w,name)); p=made.panel; actual=p.level(p.values[:,0])
    for ahead in AHEAD:
        y,us=p.values[:,0],p.usable
        new={}
        for key,of in (("ours",made.paths),("still",made.still)):
            e=np.full(len(y),np.nan)
            for at in range(LEARN,len(y)-ahead):
                if us[at:at+ahead+1].all(): e[at]=abs(y[at+ahead]-of[at,ahead-1])
            new[key]=half_widths(e,ahead,FEWEST)
        rows=[]
        for o in range(LEARN,len(y)-ahead):
            ends=p.months[o],p.months[o+ahead]
            if ends[0]<SINCE or any(LEFT_OUT[0]<=x<=LEFT_OUT[1] for x in ends) or not made.has_interval(o,ahead): continue
            y1=float(actual[o+ahead]); r=[]
            for key,of in (("ours",made.paths),("still",made.still)):
                old=made.quantiles(o,ahead,of); h=new[key][o]
                q=p.level(of[o,ahead-1]+np.concatenate([-h[::-1],[0.],h]))
                for z in (old,q): r+= [is_inside(z,y1), crps(z,y1), *IS(z,y1)]
            rows.append(r)
        t=np.array(rows,float).mean(0); out.append((name,ahead,len(rows),t.tolist()))
        print(f"{name:13s}{ahead:3d}{len(rows):4d} ours cov {t[0]:.0%}->{t[4]:.0%} crps x{t[5]/t[1]:.3f} width x{t[6]/t[2]:.3f} IS x{t[7]/t[3]:.3f} | crps/nochange {t[1]/t[9]:.2f}->{t[5]/t[13]:.2f} | still cov {t[8]:.0%}->{t[12]:.0%} crps x{t[13]/t[9]:.3f} IS x{t[15]/t[11]:.3f}")
a=np.array([x[3] for x in out]); n=np.array([x[2] for x in out]); h=np.array([x[1] for x in out])
g=lambda v: np.exp(np.log(v).mean())
print("geomean ours crps",g(a[:,5]/a[:,1]),"width",g(a[:,6]/a[:,2]),"IS",g(a[:,7]/a[:,3]))
print("mean |cov-80|",abs(a[:,0]-.8).mean(),abs(a[:,4]-.8).mean()," in 72-88:",((a[:,0]>=.72)&(a[:,0]<=.88)).sum(),((a[:,4]>=.72)&(a[:,4]<=.88)).sum())
for k in AHEAD:
    m=h==k; print("pooled",k,(a[m,0]*n[m]).sum()/n[m].sum(),(a[m,4]*n[m]).sum()/n[m].sum())
