from sklearn.neighbors import KNeighborsClassifier


def classifier(samples, kinds):
    return KNeighborsClassifier(3).fit(samples, kinds).predict
